"""The pages of the desk: values to HTML, without JavaScript to read them."""

"""What one hop costs: a stage that passes records on, beside stock Faust and Quix Streams, on the same Apache Kafka."""

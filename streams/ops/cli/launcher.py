#!python
"""The file that is installed as `wirefeed`: Ctrl-C is quiet from its first line on."""

# Installers write a launcher that loads `re` before anything of ours; Ctrl-C meanwhile would be a traceback.
try:
    from streams.ops.cli import main

    main()
except KeyboardInterrupt:
    raise SystemExit(130) from None

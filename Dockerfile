# Builds the wheel and installs it with the locked requirements into a folder that the second stage takes over.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/build && python -m venv --without-pip /opt/wirefeed
WORKDIR /src
COPY requirements-desk.lock requirements-build.lock ./
RUN /opt/build/bin/pip --python /opt/wirefeed/bin/python install --no-compile --require-hashes -r requirements-desk.lock
RUN /opt/build/bin/pip install --require-hashes -r requirements-build.lock
RUN apt-get update && apt-get install --yes --no-install-recommends binutils gcc libc6-dev
COPY pyproject.toml hatch_build.py README.md LICENSE NOTICE ./
COPY schemas schemas
COPY streams streams
# What no worker uses is left out: tests and C sources of libraries, and Babel's data of languages other than English (it comes
# with a dependency of trafilatura that we do not call). Compiled libraries lose the names that only a debugger reads, 31 MB of
# them; those in `*.libs` were patched after they were linked, and `strip` could damage them.
# Compiled files are kept: a worker starts faster with them.
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
 && /opt/build/bin/pip --python /opt/wirefeed/bin/python install --no-compile --no-deps /dist/*.whl \
 && cd /opt/wirefeed/lib/python3*/site-packages \
 && find . -depth -type d -name tests -exec rm -rf {} + \
 && find . -type f \( -name '*.c' -o -name '*.h' -o -name '*.pyx' -o -name '*.pyi' \) -delete \
 && find . -name '*.so' -not -path './*.libs/*' -exec strip --strip-unneeded {} + \
 && find babel/locale-data -type f -not -name 'en*.dat' -not -name root.dat -delete \
 && /opt/wirefeed/bin/python -m compileall -q .

FROM ${PYTHON_IMAGE}
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin wirefeed \
 && install -d -o wirefeed -g wirefeed /var/lib/wirefeed
COPY --from=build /opt/wirefeed /opt/wirefeed
ENV PATH=/opt/wirefeed/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    WIREFEED_STATE_DIR=/var/lib/wirefeed/state \
    WIREFEED_WEB_HOST=0.0.0.0 \
    WIREFEED_LOG_JSON=true
USER wirefeed
WORKDIR /var/lib/wirefeed
VOLUME /var/lib/wirefeed
EXPOSE 6066
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:6066/livez', timeout=4)"]
ENTRYPOINT ["wirefeed"]
CMD ["worker"]

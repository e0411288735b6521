# syntax=docker/dockerfile:1
# Builds the wheel and installs it with the locked requirements into a folder that the second stage takes over.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/wirefeed
WORKDIR /src
COPY requirements-runtime.lock requirements-build.lock ./
RUN /opt/wirefeed/bin/pip install --require-hashes -r requirements-runtime.lock
RUN python -m venv /opt/build && /opt/build/bin/pip install --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY schemas schemas
COPY streams streams
RUN /opt/build/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /dist . \
 && /opt/wirefeed/bin/pip install --no-deps /dist/*.whl \
 && /opt/wirefeed/bin/python -m compileall -q /opt/wirefeed/lib

FROM python:3.11-slim-bookworm
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

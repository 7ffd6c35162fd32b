# A coordinator in a container. The data folder and the fetched pictures lie in the volume /data.
#   docker build -t spikefed .
#   docker run -p 8787:8787 -v spikefed:/data spikefed --public-url https://fed.example.org

FROM node:20-bookworm-slim AS built
WORKDIR /spikefed
COPY . .
RUN npm ci --ignore-scripts --no-audit --no-fund && npm run build

FROM node:20-bookworm-slim AS program
WORKDIR /spikefed
COPY . .
# The kernels of Node's WebGPU are for volunteers, and large.
RUN npm ci --omit=dev --workspace apps/coordinator --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/webgpu

FROM node:20-bookworm-slim
ENV NODE_ENV=production SPIKEFED_CACHE=/data/cache
WORKDIR /spikefed
COPY --from=program /spikefed/node_modules node_modules
COPY package.json LICENSE ./
COPY apps/coordinator/package.json apps/coordinator/package.json
COPY --from=built /spikefed/apps/coordinator/dist apps/coordinator/dist
COPY --from=program /spikefed/apps/coordinator/node_modules apps/coordinator/node_modules
COPY --from=built /spikefed/apps/web/dist apps/web/dist
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8787
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=180s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8787/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--enable-source-maps", "apps/coordinator/dist/main.js", "--data-dir", "/data/runs", "--port", "8787", "--log", "json"]

# The verifier as an image: docker build -t registry.example.com/context7-ema .
# docs/deployment.md says what it needs to run.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The package is its own development dependency by a link: its dist/ is what the build makes.
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
COPY provider ./provider
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --omit=peer --ignore-scripts && npm cache clean --force

FROM node:24-bookworm-slim
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir /var/lib/context7-ema && chown 65532:65532 /var/lib/context7-ema
ENV NODE_ENV=production
ENV VERIFIER_LISTEN_ADDRESS=0.0.0.0
ENV VERIFIER_DATA_DIR=/var/lib/context7-ema
USER 65532:65532
EXPOSE 8484
CMD ["node", "dist/src/cli/main.js", "verifier"]

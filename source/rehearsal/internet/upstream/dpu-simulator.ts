import {packed} from '../../archive.js';

const dockerfile = `FROM golang:1.25 AS builder
WORKDIR /src
COPY go.mod go.sum ./
COPY lib/dpusim ./lib/dpusim/
COPY . .
RUN CGO_ENABLED=0 GOOS=linux go build -o /dpu-sim-dp ./cmd/dpu-sim-dp

FROM gcr.io/distroless/static
COPY --from=builder /dpu-sim-dp /dpu-sim-dp
ENTRYPOINT ["/dpu-sim-dp"]
`;

/**
The sources of ovn-kubernetes/dpu-simulator at a commit, as far as its device plugin is built of them.
*/
export const dpuSimulatorArchive = (commit: string): string => packed(Object.fromEntries(Object.entries({
	'README.md': `# dpu-simulator, ${commit}\n`,
	'go.mod': 'module github.com/ovn-kubernetes/dpu-simulator\n',
	'go.sum': '\n',
	'lib/dpusim/constants.go': 'package dpusim\n',
	'cmd/dpu-sim-dp/main.go': 'package main\n',
	'deploy/device-plugin/Dockerfile': dockerfile,
}).map(([path, text]) => [`dpu-simulator-${commit}/${path}`, text])));

import { connect } from 'node:http2';

/**
 * True when a Temporal server answers and its namespace can be used: DescribeNamespace over bare HTTP/2, because the
 * client library takes a second to load and reports ready before the namespace is. Source: the gRPC HTTP/2 protocol
 * and temporal.api.workflowservice.v1 (field 1 of the request is the namespace).
 */
export function temporalAnswers(port: number, namespace = 'default'): Promise<boolean> {
  const message = Buffer.concat([Buffer.from([0x0a, Buffer.byteLength(namespace)]), Buffer.from(namespace)]);
  const frame = Buffer.concat([Buffer.alloc(5), message]);
  frame.writeUInt32BE(message.length, 1);
  return new Promise((resolve) => {
    const session = connect(`http://127.0.0.1:${port}`);
    let status: unknown;
    const finish = (): void => {
      session.destroy();
      resolve(status === '0');
    };
    session.on('error', finish);
    session.setTimeout(2_000, finish);
    const request = session.request({
      ':method': 'POST',
      ':path': '/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    request.on('response', (headers) => (status ??= headers['grpc-status']));
    request.on('trailers', (headers) => (status ??= headers['grpc-status']));
    request.on('error', finish);
    request.on('close', finish);
    request.resume();
    request.end(frame);
  });
}

export async function benchPace(): Promise<object> {
  throw new Error('not yet');
}

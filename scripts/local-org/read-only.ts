/** `local-org read-only`: puts a running org into the read-only mode of maintenance, or ends it. */
import type { InstanceFlags } from './instance';
import { post, running, say } from './manage';

/** @param mode `on` or `off` */
export async function readOnly(mode: string, flags: InstanceFlags): Promise<void> {
  const { org } = await running(flags);
  await post(org, 'read-only', { readOnly: mode === 'on' });
  say(
    mode === 'on'
      ? 'The org may only be read; jobs, schedules and events wait until it is off.'
      : 'The org may be written again; what waited has begun.',
  );
}

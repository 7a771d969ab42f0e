import { sql } from 'drizzle-orm';
import { firstRow, rows } from '../../db/rows.ts';
import { inTransaction } from '../../db/transaction.ts';
import { compileTemplate } from '../../domain/template.ts';
import { audit } from '../audit.ts';
import type { EngineDeps } from '../deps.ts';
import { EngineError } from '../error.ts';
import { iso } from '../reading/iso.ts';

export interface TemplateView {
  id: string;
  name: string;
  body: string;
  createdAt: string;
}

/**
 * Stores a liquid template under a name; it never changes, a change is a new one.
 * Throws EngineError `template_invalid`, `template_name_taken`.
 */
export async function createTemplate(
  deps: Pick<EngineDeps, 'db'>,
  input: { name: string; body: string; actor: string },
): Promise<{ templateId: string; variables: string[] }> {
  const compiled = compileTemplate(input.body);
  if (!compiled.ok) {
    throw new EngineError('invalid', 'template_invalid', `The template cannot be read: ${compiled.problem.message}`, {
      details: { ...compiled.problem },
    });
  }
  return await inTransaction(deps.db, async (tx) => {
    const made = await firstRow<{ id: string }>(
      tx,
      sql`
        insert into templates (name, body) values (${input.name}, ${input.body})
        on conflict (name) do nothing returning id`,
    );
    if (!made) {
      throw new EngineError('conflict', 'template_name_taken', `There is already a template named "${input.name}".`, {
        repair: 'Choose another name; a template never changes.',
      });
    }
    await audit(tx, { actor: input.actor, action: 'template.create', subject: `template:${made.id}` });
    return { templateId: made.id, variables: compiled.variables };
  });
}

/** All templates, newest first. */
export async function listTemplates(deps: Pick<EngineDeps, 'readDb'>): Promise<TemplateView[]> {
  return await rows(
    deps.readDb,
    sql`select id, name, body, ${iso(sql`created_at`)} as "createdAt" from templates order by id desc limit 1000`,
  );
}

import { saveFile } from '../../../components/save-file.ts';

/** Numbers that are reserved for examples: nobody has them. */
const TEMPLATE = `name,phone,timezone,external_id,language,amount
Ada Example,+12025550123,America/New_York,C-1001,en,40.00
Ben Example,+13125550142,,C-1002,en,25.50
`;

/** Saves a list as it may look: every column but the phone may be left out, and any other may be added. */
export function saveTemplate(): void {
  saveFile(new Blob([TEMPLATE], { type: 'text/csv' }), 'outdial-template.csv');
}

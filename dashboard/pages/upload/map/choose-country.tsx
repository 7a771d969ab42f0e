import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../components/button.tsx';
import { Combobox } from '../../../components/combobox.tsx';
import { countryWords } from '../../../format/country-words.ts';
import { numbersQuery } from '../queries.ts';
import { COUNTRIES } from './countries.ts';

interface ChooseCountryProps {
  busy: boolean;
  missing: string | undefined;
  onChoose: (country: string) => void;
}

/** One country for all numbers that tell none. */
export function ChooseCountry({ busy, missing, onChoose }: ChooseCountryProps) {
  const numbers = useQuery(numbersQuery).data?.items ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const near = numbers.some(({ phone }) => phone.startsWith('+1'))
    ? 'US'
    : new Intl.Locale(navigator.language).maximize().region;
  const country = chosen ?? near ?? 'US';
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="w-56">
        <Combobox aria-label="Country of these numbers" options={COUNTRIES} value={country} onChange={setChosen} />
      </span>
      <Button size="sm" kind="primary" busy={busy} missing={missing} onClick={() => onChoose(country)}>
        Read them as numbers of {countryWords(country)}
      </Button>
    </span>
  );
}

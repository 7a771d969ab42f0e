import { json } from '../http/exchange.ts';
import type { Exchange, Reply } from '../http/exchange.ts';
import type { Simulation } from '../world/simulation.ts';
import { changeAccount, changeBalance } from './accounts.ts';
import { setCallees, setDistribution, sendInboundText } from './callees.ts';
import { moveClock, readPending } from './clock.ts';
import { ControlError } from './control-error.ts';
import { setFaults } from './faults.ts';
import { listCharges, listDials } from './lists.ts';
import { reset } from './reset.ts';
import { summarise } from './summary.ts';

/** The judge's and the director's door. Not part of any provider. */
export const createControlRoutes = (sim: Simulation): ((exchange: Exchange) => Reply) => {
  const route = ({ method, path, query, body }: Exchange): unknown => {
    switch (`${method} ${path.join('/')}`) {
      case 'GET health':
        return { ok: true };
      case 'POST reset':
        return reset(sim, body);
      case 'POST accounts':
        return changeAccount(sim, body);
      case 'POST balance':
        return changeBalance(sim, body);
      case 'POST callees':
        return setCallees(sim, body);
      case 'POST distribution':
        return setDistribution(sim, body);
      case 'POST texts':
        return sendInboundText(sim, body);
      case 'POST faults':
        return setFaults(sim, body);
      case 'POST clock':
        return moveClock(sim, body);
      case 'GET pending':
        return readPending(sim);
      case 'GET dials':
        return listDials(sim, query);
      case 'GET charges':
        return listCharges(sim, query);
      case 'GET summary':
        return summarise(sim, query);
      default:
        throw new ControlError(404, `There is no ${method} /control/${path.join('/')}.`);
    }
  };
  return (exchange) => {
    try {
      return json(200, route(exchange));
    } catch (error) {
      if (error instanceof ControlError) return json(error.status, { error: error.message, ...error.details });
      throw error;
    }
  };
};

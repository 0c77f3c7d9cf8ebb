import type { Fault, RequestRecord } from "../world";

/** A fault as it is planned: with a hold that its planner lifts, in place of a function. */
export interface FaultRule extends Omit<Fault, "reached"> {
  /** Holds every request it hits, at the fault's moment, until it is released. Default `false`. */
  hold?: boolean;
}

/** A fault that is planned, and what became of it. */
export interface PlannedFault {
  fault: Fault;
  /** The requests it has hit, oldest first. */
  hits: RequestRecord[];
  /** The request of the `count`th hit, as soon as it is there. Default: the first. */
  hit(count?: number): Promise<RequestRecord>;
  /** Lets go of what it holds, now and from now on. */
  release(): void;
  /** Hits nothing any more, and lets go of what it holds. */
  cancel(): void;
}

/** Adds a fault to those that are planned; later ones come after it. */
export function planFault(faults: Fault[], { hold, ...rule }: FaultRule): PlannedFault {
  const hits: RequestRecord[] = [];
  let waiting: { count: number; tell: () => void }[] = [];
  let release = () => {};
  const released = hold
    ? new Promise<void>((resolve) => {
        release = resolve;
      })
    : undefined;
  const fault: Fault = {
    ...rule,
    reached(request) {
      hits.push(request);
      for (const { count, tell } of waiting) if (count <= hits.length) tell();
      waiting = waiting.filter(({ count }) => count > hits.length);
      return released;
    },
  };
  faults.push(fault);

  return {
    fault,
    hits,
    async hit(count = 1) {
      if (hits.length < count) {
        await new Promise<void>((resolve) => waiting.push({ count, tell: resolve }));
      }
      return hits[count - 1] as RequestRecord;
    },
    release,
    cancel() {
      const at = faults.indexOf(fault);
      if (at >= 0) faults.splice(at, 1);
      release();
    },
  };
}

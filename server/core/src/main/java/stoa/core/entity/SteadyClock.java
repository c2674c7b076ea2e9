package stoa.core.entity;

import java.time.InstantSource;

/**
 * Time that only passes, whoever sets the machine's clock. For whatever lasts: patience, rates,
 * rests. Measured with a clock that can be set, an hour back would refuse everybody's messages for
 * an hour, and an hour ahead would end every session that waits for its client. What is shown,
 * stored or compared with what is stored takes the machine's clock instead. Safe on any thread.
 */
public interface SteadyClock extends InstantSource {
    /** From what the machine's clock showed when this was first asked for. */
    static SteadyClock ofProcess() {
        return PassedTime.OF_PROCESS;
    }
}

package stoa.accounts.register;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Requests for an account that were refused, by the address or IPv6 network ({@link
 * stoa.core.session.Networks}) that they came from: so that nobody tries out which user names there
 * are. All ways to make an account count together. Safe on any thread.
 */
public final class RegistrationFailures {
    private final Hourly<InetAddress> failures;
    private final InstantSource clock;

    public RegistrationFailures(RegistrationLimits limits, InstantSource clock) {
        this.failures = new Hourly<>(limits.failuresPerNetwork());
        this.clock = clock;
    }

    /** Whether one more request is looked at. */
    public boolean mayTry(InetAddress network) {
        return failures.mayBe(network, clock.millis());
    }

    /** After which time one more is. */
    public Duration wait(InetAddress network) {
        return Duration.ofMillis(failures.waitMs(network, clock.millis()));
    }

    /** One was refused, or is looked at and may be. */
    public void add(InetAddress network) {
        failures.done(network, clock.millis());
    }

    /** It was not refused after all. */
    public void takeBack(InetAddress network) {
        failures.undone(network, clock.millis());
    }
}

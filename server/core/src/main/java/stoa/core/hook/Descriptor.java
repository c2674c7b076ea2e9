package stoa.core.hook;

import java.util.ArrayList;
import java.util.List;

/**
 * What a feature says of itself: service discovery answers from it, and the page of supported XEPs
 * is written from it, so neither drifts from the code.
 */
public record Descriptor(
        List<Xep> xeps,
        List<String> serverFeatures,
        List<String> accountFeatures,
        List<Identity> serverIdentities,
        List<Identity> accountIdentities) {
    public Descriptor {
        xeps = List.copyOf(xeps);
        serverFeatures = List.copyOf(serverFeatures);
        accountFeatures = List.copyOf(accountFeatures);
        serverIdentities = List.copyOf(serverIdentities);
        accountIdentities = List.copyOf(accountIdentities);
    }

    /** A feature that builds these XEPs and advertises nothing yet. */
    public static Descriptor of(Xep... xeps) {
        return new Descriptor(List.of(xeps), List.of(), List.of(), List.of(), List.of());
    }

    /** Advertises on that target (XEP-0030 section 3). */
    public Descriptor advertises(Target target, String... features) {
        return switch (target) {
            case SERVER ->
                    new Descriptor(
                            xeps,
                            joined(serverFeatures, List.of(features)),
                            accountFeatures,
                            serverIdentities,
                            accountIdentities);
            case ACCOUNT ->
                    new Descriptor(
                            xeps,
                            serverFeatures,
                            joined(accountFeatures, List.of(features)),
                            serverIdentities,
                            accountIdentities);
        };
    }

    /** Adds an identity to that target. */
    public Descriptor identifies(Target target, Identity identity) {
        return switch (target) {
            case SERVER ->
                    new Descriptor(
                            xeps,
                            serverFeatures,
                            accountFeatures,
                            joined(serverIdentities, List.of(identity)),
                            accountIdentities);
            case ACCOUNT ->
                    new Descriptor(
                            xeps,
                            serverFeatures,
                            accountFeatures,
                            serverIdentities,
                            joined(accountIdentities, List.of(identity)));
        };
    }

    public List<String> features(Target target) {
        return target == Target.SERVER ? serverFeatures : accountFeatures;
    }

    public List<Identity> identities(Target target) {
        return target == Target.SERVER ? serverIdentities : accountIdentities;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}

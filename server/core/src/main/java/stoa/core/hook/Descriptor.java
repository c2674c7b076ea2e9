package stoa.core.hook;

import java.util.ArrayList;
import java.util.List;
import stoa.xmpp.form.DataForm;

/**
 * What a feature says of itself: service discovery answers from it, and the page of supported XEPs
 * is written from it, so neither drifts from the code.
 *
 * @param serverForms what the server's disco#info says beyond features (XEP-0128)
 */
public record Descriptor(
        List<Xep> xeps,
        List<String> serverFeatures,
        List<String> accountFeatures,
        List<Identity> serverIdentities,
        List<Identity> accountIdentities,
        List<DataForm> serverForms) {
    public Descriptor {
        xeps = List.copyOf(xeps);
        serverFeatures = List.copyOf(serverFeatures);
        accountFeatures = List.copyOf(accountFeatures);
        serverIdentities = List.copyOf(serverIdentities);
        accountIdentities = List.copyOf(accountIdentities);
        serverForms = List.copyOf(serverForms);
    }

    /** A feature that builds these XEPs and advertises nothing yet. */
    public static Descriptor of(Xep... xeps) {
        return new Descriptor(List.of(xeps), List.of(), List.of(), List.of(), List.of(), List.of());
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
                            accountIdentities,
                            serverForms);
            case ACCOUNT ->
                    new Descriptor(
                            xeps,
                            serverFeatures,
                            joined(accountFeatures, List.of(features)),
                            serverIdentities,
                            accountIdentities,
                            serverForms);
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
                            accountIdentities,
                            serverForms);
            case ACCOUNT ->
                    new Descriptor(
                            xeps,
                            serverFeatures,
                            accountFeatures,
                            serverIdentities,
                            joined(accountIdentities, List.of(identity)),
                            serverForms);
        };
    }

    /** Adds a form to the server's disco#info, named by its {@code FORM_TYPE} (XEP-0128). */
    public Descriptor extendedBy(DataForm form) {
        return new Descriptor(
                xeps,
                serverFeatures,
                accountFeatures,
                serverIdentities,
                accountIdentities,
                joined(serverForms, List.of(form)));
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

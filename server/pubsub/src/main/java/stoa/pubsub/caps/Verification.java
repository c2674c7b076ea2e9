package stoa.pubsub.caps;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.form.DataForm;
import stoa.xmpp.form.FormField;
import stoa.xmpp.xml.Element;

/**
 * Verifies a disco#info answer against the hash that was shown, XEP-0115 sections 5.1 and 5.4, and
 * finds in it what the client wants to be notified of. Pure.
 *
 * <p>The hash is made of words with {@code <} between them and does not say which word was what
 * (section 7.1). So that nobody hides another's wishes by calling them something else, an answer is
 * refused in which a word has a {@code <} in it, or in which anything but a feature ends in {@code
 * +notify}.
 */
final class Verification {
    private static final String INFO = "http://jabber.org/protocol/disco#info";
    private static final String NOTIFY = "+notify";

    /** A client may want so many nodes; one that wants more is refused. */
    static final int MOST_NODES = 100;

    /** A name of a node that somebody wants is no longer; else the answer is refused. */
    private static final int MOST_CHARS = 256;

    private static final Map<String, String> ALGORITHMS =
            Map.of(
                    "sha-1", "SHA-1",
                    "sha-224", "SHA-224",
                    "sha-256", "SHA-256",
                    "sha-384", "SHA-384",
                    "sha-512", "SHA-512");

    private static final Comparator<String> OCTETS =
            (a, b) ->
                    Arrays.compareUnsigned(
                            a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private Verification() {}

    /** The nodes, or null when the answer is not what the hash says. */
    static @Nullable Set<String> wanted(Caps caps, Element query) {
        List<String> words = new ArrayList<>();
        List<String> features = features(query);
        boolean wellFormed =
                addIdentities(query, words)
                        && features != null
                        && words.addAll(features)
                        && addForms(query, words);
        if (features == null || !wellFormed || !isHash(caps, words)) {
            return null;
        }
        Set<String> nodes = new LinkedHashSet<>();
        for (String feature : features) {
            if (feature.endsWith(NOTIFY)) {
                nodes.add(feature.substring(0, feature.length() - NOTIFY.length()));
            }
        }
        return nodes.size() > MOST_NODES ? null : Set.copyOf(nodes);
    }

    private static boolean addIdentities(Element query, List<String> words) {
        List<String> identities = new ArrayList<>();
        query.elements()
                .filter(e -> e.is("identity", INFO))
                .forEach(
                        e ->
                                identities.add(
                                        text(e.attribute("category"))
                                                + "/"
                                                + text(e.attribute("type"))
                                                + "/"
                                                + text(e.attribute("lang", Element.XML_NAMESPACE))
                                                + "/"
                                                + text(e.attribute("name"))));
        identities.sort(OCTETS);
        words.addAll(identities);
        return hasNoTwice(identities) && identities.stream().allMatch(Verification::isNoWish);
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    private static @Nullable List<String> features(Element query) {
        List<String> features =
                query.elements()
                        .filter(e -> e.is("feature", INFO))
                        .map(e -> text(e.attribute("var")))
                        .sorted(OCTETS)
                        .toList();
        boolean good =
                !features.isEmpty()
                        && hasNoTwice(features)
                        && features.stream().noneMatch(Verification::isBad);
        return good ? features : null;
    }

    private static boolean isBad(String feature) {
        return feature.indexOf('<') >= 0
                || (feature.endsWith(NOTIFY) && feature.length() > MOST_CHARS);
    }

    private static boolean hasNoTwice(List<String> words) {
        return new HashSet<>(words).size() == words.size();
    }

    private static boolean isNoWish(String word) {
        return word.indexOf('<') < 0 && !word.endsWith(NOTIFY);
    }

    /** Section 5.4, rule 3.6: forms without a hidden FORM_TYPE count for nothing. */
    private static boolean addForms(Element query, List<String> words) {
        TreeMap<String, DataForm> forms = new TreeMap<>(OCTETS);
        for (Element x : query.elements().filter(e -> e.is("x", DataForm.NAMESPACE)).toList()) {
            DataForm form = DataForm.read(x);
            FormField type = form == null ? null : form.field(DataForm.FORM_TYPE);
            if (form == null || type == null || type.type() != FormField.Type.HIDDEN) {
                continue;
            }
            String name = type.value();
            if (name == null
                    || new HashSet<>(type.values()).size() > 1
                    || forms.put(name, form) != null) {
                return false;
            }
        }
        List<String> added = new ArrayList<>();
        forms.forEach((name, form) -> addForm(name, form, added));
        words.addAll(added);
        return added.stream().allMatch(Verification::isNoWish);
    }

    private static void addForm(String name, DataForm form, List<String> words) {
        words.add(name);
        form.fields().stream()
                .filter(field -> !DataForm.FORM_TYPE.equals(field.name()))
                .sorted(Comparator.comparing(field -> text(field.name()), OCTETS))
                .forEach(
                        field -> {
                            words.add(text(field.name()));
                            field.values().stream().sorted(OCTETS).forEach(words::add);
                        });
    }

    private static boolean isHash(Caps caps, List<String> words) {
        String algorithm = ALGORITHMS.get(caps.hash());
        if (algorithm == null) {
            return false;
        }
        StringBuilder all = new StringBuilder();
        words.forEach(word -> all.append(word).append('<'));
        try {
            byte[] digest =
                    MessageDigest.getInstance(algorithm)
                            .digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest).equals(caps.ver());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}

package stoa.xmpp.stream;

import java.util.Locale;

/** What an XML declaration may say (XML 1.0 section 2.8), read as if it were attributes. */
final class XmlDeclaration {
    private XmlDeclaration() {}

    /** A version 1.0, then perhaps an encoding, then perhaps standalone. */
    static boolean isWellFormed(TagReader tag) {
        if (tag.count == 0 || !is(tag, 0, "version") || !tag.attributeValue(0).equals("1.0")) {
            return false;
        }
        int i = 1;
        if (i < tag.count && is(tag, i, "encoding")) {
            i++;
        }
        if (i < tag.count && is(tag, i, "standalone")) {
            String value = tag.attributeValue(i);
            if (!value.equals("yes") && !value.equals("no")) {
                return false;
            }
            i++;
        }
        return i == tag.count;
    }

    static boolean isUtf8(TagReader tag) {
        return tag.count < 2
                || !is(tag, 1, "encoding")
                || tag.attributeValue(1).toUpperCase(Locale.ROOT).equals("UTF-8");
    }

    private static boolean is(TagReader tag, int i, String name) {
        return tag.attributePrefix(i).isEmpty() && tag.attributeLocal(i).equals(name);
    }
}

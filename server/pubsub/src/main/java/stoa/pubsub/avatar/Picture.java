package stoa.pubsub.avatar;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;
import stoa.xmpp.xml.Element;

/**
 * A picture in the forms of XEP-0084 and of vcard-temp. Pure.
 *
 * @param type its media type, null when nobody has said
 * @param bytes the picture itself
 */
public record Picture(@Nullable String type, Bytes bytes) {
    public static final String DATA = "urn:xmpp:avatar:data";
    public static final String METADATA = "urn:xmpp:avatar:metadata";
    static final String VCARD = "vcard-temp";

    /** The picture of a vCard, or null when there is none that can be read. */
    public static @Nullable Picture ofVcard(Element card) {
        Element photo = card.child("PHOTO", VCARD);
        String encoded = photo == null ? null : photo.childText("BINVAL");
        return photo == null || encoded == null ? null : decoded(photo.childText("TYPE"), encoded);
    }

    /** The content of the data node's item, XEP-0084 section 3.1. */
    public static @Nullable Picture ofData(@Nullable String type, Element data) {
        return data.is("data", DATA) ? decoded(type, data.text()) : null;
    }

    private static @Nullable Picture decoded(@Nullable String type, String encoded) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(encoded);
            return bytes.length == 0 ? null : new Picture(type, Bytes.of(bytes));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** SHA-1 in hexadecimal: the item's id and what presence tells (XEP-0153 section 3.1). */
    public String id() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private String encoded() {
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    public Element toData() {
        return Element.text("data", DATA, encoded());
    }

    /** XEP-0398 section 3.2: one info with the vCard's type. */
    public Element toMetadata() {
        return Element.of("metadata", METADATA)
                .child(
                        Element.of("info", METADATA)
                                .attribute("id", id())
                                .attribute("bytes", Integer.toString(bytes.length()))
                                .attribute("type", type == null ? "image/png" : type)
                                .build())
                .build();
    }

    public Element toPhoto() {
        return Element.of("PHOTO", VCARD).child("TYPE", type).child("BINVAL", encoded()).build();
    }

    /** The vCard without the picture that {@link #ofVcard} reads. */
    public static Element without(Element card) {
        return card.withChildren(
                card.children().stream()
                        .filter(
                                node ->
                                        !(node instanceof Element child
                                                && child.is("PHOTO", VCARD)
                                                && child.childText("BINVAL") != null))
                        .toList());
    }

    /** The one info of metadata that does not point elsewhere (XEP-0398 section 3.1), or null. */
    public static @Nullable Element info(Element metadata) {
        return metadata.elements()
                .filter(child -> child.is("info", METADATA))
                .filter(info -> info.attribute("url") == null && info.attribute("id") != null)
                .findFirst()
                .orElse(null);
    }
}

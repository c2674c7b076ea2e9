package stoa.rooms;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.core.entity.Decision;
import stoa.store.Bytes;
import stoa.store.StoredXml;
import stoa.store.room.Affiliation;
import stoa.store.vcard.Vcard;
import stoa.xmpp.form.FormField;
import stoa.xmpp.stanza.StanzaError;
import stoa.xmpp.stanza.StanzaError.Condition;
import stoa.xmpp.xml.Element;

/**
 * A room's picture, XEP-0486: its vCard (XEP-0054), which owners publish and everybody reads who
 * may know of the room. The hashes of its pictures are kept with the configuration, so that
 * discovery tells them without reading the card.
 */
final class Avatar {
    /** The largest vCard, in bytes of XML. */
    static final int MOST_BYTES = 256 * 1024;

    /** The most pictures in a card: one image in several formats, section 5.1. */
    static final int MOST_PHOTOS = 8;

    /** SHA-1 of each picture in hexadecimal, as XEP-0153 has it. */
    static final ConfigField<List<String>> HASHES =
            ConfigField.stored("muc#roominfo_avatarhash", List.of(), List::copyOf, List::copyOf);

    /**
     * Where clients looked for the hash before there was XEP-0486, as Gajim up to 1.7 does; they
     * forget a picture only when they find it empty.
     */
    private static final String OLDER_FIELD =
            "{http://modules.prosody.im/mod_vcard_muc}avatar#sha1";

    private Avatar() {}

    static Decision<RoomEvent, RoomEffect> publish(Room room, RoomCommand.PublishVcard command) {
        StanzaError refusal = refusal(room, command);
        if (refusal != null) {
            return Answer.refuse(command.stanza(), refusal);
        }
        Bytes card = StoredXml.write(command.card());
        List<String> hashes = hashes(command.card());
        if (card.length() > MOST_BYTES || hashes == null) {
            return Answer.refuse(
                    command.stanza(),
                    Condition.NOT_ACCEPTABLE,
                    "A vCard has at most "
                            + MOST_BYTES / 1024
                            + " KiB, and pictures of which each is base64.");
        }
        return new Draft(room)
                .record(
                        new RoomEvent.VcardPublished(
                                new Vcard(card, hashes.isEmpty() ? null : hashes.getFirst()),
                                room.config().with(HASHES, hashes),
                                room.subject(),
                                room.createdAt()))
                .say(ConfigForm.changed(room))
                .say(new RoomEffect.Say(command.stanza().result()))
                .recorded();
    }

    private static @Nullable StanzaError refusal(Room room, RoomCommand.PublishVcard command) {
        if (!Locked.isThereFor(room, command.from().bare())) {
            return Condition.ITEM_NOT_FOUND.error("There is no such room.");
        }
        if (room.affiliation(command.from()) != Affiliation.OWNER) {
            return Condition.FORBIDDEN.error("Only owners give a room its picture.");
        }
        return room.isOpen()
                ? null
                : Condition.NOT_ALLOWED.error("The room has to be configured first.");
    }

    static Decision<RoomEvent, RoomEffect> read(Room room, RoomCommand.ReadVcard command) {
        return Locked.isThereFor(room, command.from().bare())
                ? Decision.speak(List.of(new RoomEffect.AskVcard(command.stanza())))
                : Answer.refuse(
                        command.stanza(), Condition.ITEM_NOT_FOUND, "There is no such room.");
    }

    /**
     * The fields of {@code muc#roominfo}: that of section 3.3, which a room without a picture has
     * not, and the older one, which then is empty.
     */
    static List<FormField> info(Room room) {
        List<String> hashes = room.config(HASHES);
        FormField older =
                FormField.many(
                        FormField.Type.TEXT_SINGLE,
                        OLDER_FIELD,
                        null,
                        hashes.stream().limit(1).toList());
        return hashes.isEmpty()
                ? List.of(older)
                : List.of(
                        FormField.many(
                                FormField.Type.TEXT_MULTI,
                                "muc#roominfo_avatarhash",
                                "Avatar hash",
                                hashes),
                        older);
    }

    /** The hash of each picture, XEP-0153 section 2; null when one is none. */
    private static @Nullable List<String> hashes(Element card) {
        List<String> hashes = new ArrayList<>();
        for (Element photo : card.elements().filter(e -> e.is("PHOTO", Muc.VCARD)).toList()) {
            String encoded = photo.childText("BINVAL");
            if (encoded == null) {
                continue; // a picture elsewhere, by <EXTVAL/>
            }
            try {
                byte[] picture = Base64.getMimeDecoder().decode(encoded);
                if (picture.length == 0 || hashes.size() == MOST_PHOTOS) {
                    return null;
                }
                hashes.add(HexFormat.of().formatHex(sha1(picture)));
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }
        return hashes;
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}

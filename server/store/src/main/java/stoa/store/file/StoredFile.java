package stoa.store.file;

import java.time.Instant;
import stoa.xmpp.jid.BareJid;

/**
 * A file that was uploaded whole.
 *
 * @param id the part of its address nobody can guess
 * @param owner who uploaded it
 * @param name as its owner's client named it, without any directory
 * @param mediaType as its owner's client said, {@code application/octet-stream} if it did not
 * @param sha256 of its bytes, in hexadecimal: where they are kept
 */
public record StoredFile(
        String id,
        BareJid owner,
        String name,
        String mediaType,
        long size,
        String sha256,
        Instant uploadedAt,
        FilePurpose purpose) {}

package stoa.store.vcard;

import org.jspecify.annotations.Nullable;
import stoa.store.Bytes;

/**
 * A vCard.
 *
 * @param xml the {@code <vCard/>} element
 * @param photoHash SHA-1 of its photo in hexadecimal, XEP-0153; null when it has none
 */
public record Vcard(Bytes xml, @Nullable String photoHash) {}

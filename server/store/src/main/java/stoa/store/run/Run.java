package stoa.store.run;

/**
 * What the store knows of the process that used it last.
 *
 * @param ended whether it came to its end in order, so that all it had to store is stored
 * @param unsureBefore of messages with smaller archive ids it is not sure that their clients have
 *     them, unless their acknowledgement is stored: a process that sent them was killed; 0 when
 *     none ever was
 */
public record Run(boolean ended, long unsureBefore) {
    /** Before the first process. */
    public static final Run NONE = new Run(true, 0);
}

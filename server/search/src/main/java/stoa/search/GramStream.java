package stoa.search;

import java.util.Arrays;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/** The pieces of a message's texts as Lucene takes them. One for all messages of a thread. */
final class GramStream extends TokenStream {
    /** So far apart that no phrase reaches from one text into the next. */
    private static final int BETWEEN_TEXTS = 1_000;

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute increment =
            addAttribute(PositionIncrementAttribute.class);

    private char[] chars = new char[256];
    private int[] ends = new int[128];
    private int[] places = new int[128];
    private int size;
    private int next;

    /** What the next document has. */
    void set(List<String> texts) {
        size = 0;
        int place = 0;
        for (String text : texts) {
            place = Grams.ofStored(TextFolding.fold(text), place, this::add) + BETWEEN_TEXTS;
        }
    }

    /** Whether there is nothing anybody could look for. */
    boolean isEmpty() {
        return size == 0;
    }

    private void add(int[] points, int from, int to, int place) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        int end = size == 0 ? 0 : ends[size - 1];
        if (end + 2 * (to - from) > chars.length) {
            chars = Arrays.copyOf(chars, chars.length * 2);
        }
        for (int i = from; i < to; i++) {
            end += Character.toChars(points[i], chars, end);
        }
        ends[size] = end;
        places[size++] = place;
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean incrementToken() {
        if (next == size) {
            return false;
        }
        clearAttributes();
        int begin = next == 0 ? 0 : ends[next - 1];
        term.copyBuffer(chars, begin, ends[next] - begin);
        increment.setPositionIncrement(next == 0 ? places[0] + 1 : places[next] - places[next - 1]);
        next++;
        return true;
    }
}

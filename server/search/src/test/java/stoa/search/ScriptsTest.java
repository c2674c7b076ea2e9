package stoa.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.store.memory.MemoryStore;

/**
 * Search in many scripts, untuned: what somebody writes finds what somebody else wrote, and nothing
 * in another script.
 */
class ScriptsTest {
    /** A line, what finds it, and what does not. */
    private record Line(String script, String said, List<String> hits, List<String> misses) {}

    private static final List<Line> LINES =
            List.of(
                    new Line(
                            "Latin, German",
                            "Die Donaudampfschifffahrt endet in der Hauptstraße, Café Müller",
                            List.of(
                                    "dampfschiff",
                                    "SCHIFFFAHRT",
                                    "hauptstrasse",
                                    "HAUPTSTRASSE",
                                    "straße",
                                    "cafe",
                                    "café",
                                    "muller",
                                    "\"endet in der\"",
                                    "donau café"),
                            List.of("dampfer", "\"in endet\"", "donau tee")),
                    new Line(
                            "Latin, Turkish and Polish",
                            "İstanbul'dan Łódź'a ucuz bilet",
                            List.of("istanbul", "lodz", "łódź", "LODZ bilet"),
                            List.of("istambul")),
                    new Line(
                            "Latin, Vietnamese",
                            "Hẹn gặp lại ở Đà Nẵng ngày mai",
                            List.of("gap lai", "đà nẵng", "Da Nang", "\"gặp lại\""),
                            List.of("\"lại gặp\"")),
                    new Line(
                            "Cyrillic",
                            "Встречаемся у ёлки на Тверской в семь",
                            List.of("ёлки", "елки", "ЕЛКИ", "твер", "верской", "\"на тверской\""),
                            List.of("елка", "\"тверской на\"")),
                    new Line(
                            "Greek",
                            "Ο Οδυσσέας γύρισε στην Ιθάκη",
                            List.of("οδυσσεας", "ΟΔΥΣΣΕΑΣ", "ιθάκη", "Ιθακη", "δυσσε"),
                            List.of("πηνελόπη")),
                    new Line(
                            "Arabic",
                            "اِجتماعُ المدرسةِ غداً في الساعة ٣",
                            List.of(
                                    "اجتماع",
                                    "المدرسة",
                                    "المدرسه",
                                    "مدرسة",
                                    "غدا",
                                    "الســاعة",
                                    "\"الساعة 3\""),
                            List.of("جامعة")),
                    new Line(
                            "Arabic, Persian",
                            "فردا می‌خواهم کتاب را بیاورم",
                            List.of("میخواهم", "می‌خواهم", "كتاب", "کتاب"),
                            List.of("دفتر")),
                    new Line(
                            "Hebrew",
                            "שָׁלוֹם לְכֻלָּם, ניפגש בירושלים",
                            List.of(
                                    "שלום",
                                    "לכולם".substring(0, 2),
                                    "ירושלים",
                                    "בירושלימ",
                                    "רושלי"),
                            List.of("תל אביב")),
                    new Line(
                            "Han, simplified",
                            "明天在北京大学图书馆开会",
                            List.of("北京", "北京大学", "图书馆", "馆", "会", "明天 图书"),
                            List.of("京北", "上海", "大学 食堂")),
                    new Line(
                            "Han and Kana",
                            "昨日データベースが壊れました。ｶﾞﾝﾊﾞﾚ東京都庁",
                            List.of("データ", "ﾃﾞｰﾀ", "ベース", "壊れ", "東京", "京都", "ガンバレ", "都庁"),
                            List.of("テータ", "大阪")),
                    new Line(
                            "Hangul",
                            "우리는 내일 학교에서 만나요",
                            List.of("학교", "학교에서", "교에", "내일 학교", "\"내일 학교\""),
                            List.of("교학", "병원")),
                    new Line(
                            "Thai",
                            "พรุ่งนี้เจอกันที่สถานีรถไฟกรุงเทพ",
                            List.of("รถไฟ", "สถานี", "กรุงเทพ", "สถานีรถไฟ", "พรุ่งนี้"),
                            List.of("รถเมล์", "เชียงใหม่")),
                    new Line(
                            "Devanagari",
                            "कल हिन्दी की कक्षा में मिलेंगे",
                            List.of("हिन्दी", "कक्षा", "मिलेंगे", "मिलें", "\"हिन्दी की\""),
                            List.of("संस्कृत")),
                    new Line(
                            "Tamil",
                            "நாளை சென்னையில் சந்திப்போம்",
                            List.of("சென்னை", "சந்திப்", "நாளை சென்னை"),
                            List.of("மதுரை")),
                    new Line(
                            "Georgian and Armenian",
                            "თბილისი და Երևան",
                            List.of("თბილ", "ბილისი", "երևան", "ԵՐԵՒԱՆ"),
                            List.of("ბათუმი")),
                    new Line(
                            "Khmer and Lao",
                            "ជួបគ្នានៅភ្នំពេញ ແລະ ວຽງຈັນ",
                            List.of("ភ្នំពេញ", "ពេញ", "ວຽງຈັນ"),
                            List.of("សៀមរាប")),
                    new Line(
                            "Pictures",
                            "Geburtstag 🎂👍🏽 bei Zoë",
                            List.of("🎂", "👍", "👍🏽", "🎂 zoe"),
                            List.of("🎄")));

    @TempDir private Path directory;

    @Test
    void every_script_is_found_by_words_and_parts_of_words_and_only_there() throws Exception {
        Talk talk = new Talk(new MemoryStore());
        Map<String, Long> ids = new TreeMap<>();
        for (Line line : LINES) {
            ids.put(line.script, talk.says(line.said));
        }
        List<String> wrong = new ArrayList<>();
        try (ArchiveSearch search = talk.search(directory)) {
            for (Line line : LINES) {
                for (String words : line.hits) {
                    if (!Talk.found(search, words).contains(ids.get(line.script))) {
                        wrong.add(line.script + " is not found by " + words);
                    }
                }
                for (String words : line.misses) {
                    if (!Talk.found(search, words).isEmpty()) {
                        wrong.add(line.script + " has a hit for " + words);
                    }
                }
            }
            assertThat(Talk.found(search, "الساعة")).containsExactly(ids.get("Arabic"));
            assertThat(Talk.found(search, "馆")).containsExactly(ids.get("Han, simplified"));
        }
        assertThat(wrong).isEmpty();
        assertThat(LINES).hasSizeGreaterThanOrEqualTo(12);
    }
}

package stoa.net.s2s.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SrvOrderTest {
    private static Srv srv(int priority, int weight, String target) {
        return new Srv(priority, weight, 5269, target);
    }

    private static List<String> order(List<Srv> all, Random random) {
        return SrvOrder.of(all, Function.identity(), random::nextInt).stream()
                .map(Srv::target)
                .toList();
    }

    @Test
    void a_lower_priority_comes_first_whatever_the_weights_are() {
        for (int seed = 0; seed < 100; seed++) {
            assertThat(
                            order(
                                    List.of(
                                            srv(20, 65_535, "third"),
                                            srv(5, 0, "first"),
                                            srv(10, 1, "second")),
                                    new Random(seed)))
                    .containsExactly("first", "second", "third");
        }
    }

    @Test
    void among_equals_the_chance_to_come_first_is_in_proportion_to_the_weight() {
        var random = new Random(2782);
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            String chosen =
                    order(List.of(srv(1, 100, "small"), srv(1, 300, "large")), random).getFirst();
            first.merge(chosen, 1, Integer::sum);
        }
        assertThat(first.get("large")).isCloseTo(15_000, Percentage.withPercentage(3));
        assertThat(first.get("small")).isCloseTo(5_000, Percentage.withPercentage(6));
    }

    @Test
    void weight_zero_has_a_small_chance_beside_other_weights() {
        var random = new Random(0);
        int first = 0;
        for (int i = 0; i < 20_000; i++) {
            if (order(List.of(srv(1, 99, "heavy"), srv(1, 0, "zero")), random)
                    .getFirst()
                    .equals("zero")) {
                first++;
            }
        }
        assertThat(first).isBetween(100, 320);
    }

    @Test
    void all_are_in_the_order_once_also_with_the_greatest_weights() {
        List<Srv> many =
                java.util.stream.IntStream.range(0, 64)
                        .mapToObj(i -> srv(0, 65_535, "host" + i))
                        .toList();
        assertThat(order(many, new Random(1)))
                .containsExactlyInAnyOrderElementsOf(many.stream().map(Srv::target).toList());
    }
}

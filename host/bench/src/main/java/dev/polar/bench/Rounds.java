package dev.polar.bench;

import java.util.ArrayList;
import java.util.List;

/** The same load without something and with it, by turns. */
final class Rounds {
    private final List<Load> without = new ArrayList<>();
    private final List<Load> with = new ArrayList<>();

    void add(Load without, Load with) {
        this.without.add(without);
        this.with.add(with);
    }

    /** Calls a second without and with, their ratio, p50 and p99 without and with; then what else there is to say. */
    void row(Page page, String what, String... more) {
        var ratios = new double[without.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = with.get(i).callsPerSecond() / without.get(i).callsPerSecond();
        }
        var cells = new ArrayList<>(List.of(
                what,
                speed(without).spread(),
                speed(with).spread(),
                new Samples(ratios).spread(),
                latency(without, 50) + ", " + latency(without, 99),
                latency(with, 50) + ", " + latency(with, 99)));
        cells.addAll(List.of(more));
        page.row(cells.toArray(String[]::new));
    }

    private static Samples speed(List<Load> loads) {
        return new Samples(loads.stream().mapToDouble(Load::callsPerSecond).toArray());
    }

    private static String latency(List<Load> loads, double percent) {
        var each = loads.stream().mapToDouble(load -> load.millis().percentile(percent));
        return Samples.number(new Samples(each.toArray()).median());
    }
}

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

    /** Calls a second without and with, their ratio, p50, p95 and p99 without and with; then what else there is to say. */
    void row(Page page, String what, String... more) {
        var cells = new ArrayList<>(
                List.of(what, without(), speed(with).spread(), ratio(), latencies(without), latencies(with)));
        cells.addAll(List.of(more));
        page.row(cells.toArray(String[]::new));
    }

    /** Calls a second without. */
    String without() {
        return speed(without).spread();
    }

    /** With to without, of neighbours in time. */
    String ratio() {
        var ratios = new double[without.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = with.get(i).callsPerSecond() / without.get(i).callsPerSecond();
        }
        return new Samples(ratios).spread();
    }

    private static String latencies(List<Load> loads) {
        return latency(loads, 50) + ", " + latency(loads, 95) + ", " + latency(loads, 99);
    }

    private static Samples speed(List<Load> loads) {
        return new Samples(loads.stream().mapToDouble(Load::callsPerSecond).toArray());
    }

    private static String latency(List<Load> loads, double percent) {
        var each = loads.stream().mapToDouble(load -> load.millis().percentile(percent));
        return Samples.number(new Samples(each.toArray()).median());
    }
}

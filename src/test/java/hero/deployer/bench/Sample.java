package hero.deployer.bench;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named figures of one measurement, or their medians over several. */
final class Sample {
    private final Map<String, Double> figures = new LinkedHashMap<>();

    Sample with(String name, double figure) {
        figures.put(name, figure);
        return this;
    }

    double get(String name) {
        var figure = figures.get(name);
        if (figure == null) {
            throw new IllegalArgumentException("no figure of name " + name + " in " + figures.keySet());
        }
        return figure;
    }

    static Sample medians(Collection<Sample> samples) {
        var all = new Sample();
        samples.iterator()
                .next()
                .figures
                .keySet()
                .forEach(name -> all.with(
                        name,
                        median(samples.stream()
                                .map(sample -> sample.get(name))
                                .sorted()
                                .toList())));
        return all;
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        figures.forEach((name, figure) ->
                text.append(name).append('=').append(Table.number(figure)).append(' '));
        return text.toString().strip();
    }
}

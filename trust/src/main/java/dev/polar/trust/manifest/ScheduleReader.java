package dev.polar.trust.manifest;

import dev.polar.trust.json.JsonAt;
import java.time.Duration;
import java.util.List;

/** Reads one schedule. */
final class ScheduleReader {
    private static final List<CronField> FIELDS = List.of(
            new CronField("minute", 0, 59),
            new CronField("hour", 0, 23),
            new CronField("day of month", 1, 31),
            new CronField("month", 1, 12),
            new CronField("day of week", 0, 7));

    private ScheduleReader() {}

    static ScheduleContract schedule(JsonAt schedule) {
        schedule.closed(ManifestReader.ordered("name", "every", "cron", "tool"));
        if (schedule.find("every").isPresent() == schedule.find("cron").isPresent()) {
            throw schedule.refused("timing", "a schedule has either 'every' or 'cron'", "");
        }
        return new ScheduleContract(
                schedule.require("name").matching(ManifestReader.NAME, "name", ManifestReader.NAME_FORM),
                schedule.find("every").map(ScheduleReader::every).orElseGet(() -> cron(schedule.require("cron"))),
                schedule.require("tool").prose(200));
    }

    private static ScheduleContract.Timing every(JsonAt at) {
        var interval = Durations.read(at);
        if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw at.refused("timing", "the shortest interval is a second", "Write PT1S or more.");
        }
        return new ScheduleContract.Every(interval);
    }

    private static ScheduleContract.Timing cron(JsonAt at) {
        var parts = at.string().split(" ", -1);
        boolean valid = parts.length == FIELDS.size();
        for (int i = 0; valid && i < parts.length; i++) {
            valid = FIELDS.get(i).accepts(parts[i]);
        }
        if (!valid) {
            throw at.refused(
                    "timing",
                    "this is not minute, hour, day of month, month and day of week",
                    "Write numbers, lists, ranges and steps as in \"0 8-17/3 * * 1,5\".");
        }
        return new ScheduleContract.Cron(at.string());
    }
}

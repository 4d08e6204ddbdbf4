package dev.polar.trust.audit.view;

import java.util.Map;

/**
 * Which class of OCSF an event belongs to, and which of its activities it is. An action that no activity fits is "Other",
 * under its own name.
 */
enum OcsfClass {
    APPLICATION_LIFECYCLE(
            6,
            "Application Activity",
            6002,
            "Application Lifecycle",
            Map.of(
                    "install", new Activity(1, "Install"),
                    "uninstall", new Activity(2, "Remove"),
                    "start", new Activity(3, "Start"),
                    "stop", new Activity(4, "Stop"),
                    "enable", new Activity(6, "Enable"),
                    "disable", new Activity(7, "Disable"),
                    "update", new Activity(8, "Update"))),
    API_ACTIVITY(6, "Application Activity", 6003, "API Activity", Map.of()),
    ENTITY_MANAGEMENT(
            3,
            "Identity & Access Management",
            3004,
            "Entity Management",
            Map.of(
                    "add", new Activity(1, "Create"),
                    "set", new Activity(3, "Update"),
                    "apply", new Activity(3, "Update"),
                    "rollback", new Activity(3, "Update"),
                    "remove", new Activity(4, "Delete")));

    final int category;
    final String categoryName;
    final int uid;
    final String caption;
    private final Map<String, Activity> activities;

    record Activity(int id, String name) {}

    OcsfClass(int category, String categoryName, int uid, String caption, Map<String, Activity> activities) {
        this.category = category;
        this.categoryName = categoryName;
        this.uid = uid;
        this.caption = caption;
        this.activities = activities;
    }

    static OcsfClass of(Said said) {
        return switch (said.of("category")) {
            case "call", "broker", "channel" -> API_ACTIVITY;
            case "plugin", "host" -> APPLICATION_LIFECYCLE;
            default -> ENTITY_MANAGEMENT;
        };
    }

    /** By the last word of the action: {@code add} of {@code operator.add}. */
    Activity activity(Said said) {
        var action = said.of("action");
        return activities.getOrDefault(action.substring(action.lastIndexOf('.') + 1), new Activity(99, action));
    }
}

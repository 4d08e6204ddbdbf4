package dev.polar.adminapi;

import java.util.List;
import java.util.Map;

/** What was done. */
public record Done(String message, Map<String, String> facts, List<String> next) {}

package dev.polar.adminapi;

import java.util.List;

/**
 * What an auditor keeps.
 *
 * @param log the log's C2SP verifier key
 * @param operators {@code name keyid}
 */
public record Keys(String log, String origin, List<String> operators) {}

package dev.polar.adminapi;

import java.util.Map;

/**
 * What an operator wants done.
 *
 * @param action {@code install uninstall enable disable approve deny revoke trust.add trust.remove operator.add secret.set
 *     secret.remove client.add client.remove policy.add policy.remove}
 * @param object what it is about: a plugin's, publisher's, client's or secret's name, an approval's id
 * @param with the action's parameters by name; values are text
 */
public record Request(String action, String object, Map<String, String> with) {}

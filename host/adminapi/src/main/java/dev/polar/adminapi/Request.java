package dev.polar.adminapi;

import java.util.Map;

/**
 * What an operator wants done. Actions, what each is about, and what comes with it:
 *
 * <pre>
 * operator.add NAME       key (PEM), may (actions with commas, for automation), recovery (PEM, with the first alone)
 * operator.remove NAME    since (a record's number or a time), if the key was stolen then
 * operator.replace NAME   key (PEM), since
 * operator.recover NAME   key (PEM), since; signed with the recovery key
 * install ""              upload (as {@link Uploaded} said), effect ('get_*=read'), downgrade (the reason), provenance,
 *                         placement (host confined)
 * install.set ""          uploads (several, with spaces), downgrade, provenance, placement
 * sync ""                 lock (the text of a polar.lock), uploads (with spaces), prune, downgrade
 * uninstall PLUGIN
 * update ""               upload or ticket, effect, downgrade, placement, fingerprint (16 digits, where another key signed)
 * update PLUGIN           the release on trial serves everybody
 * stage ""                upload, downgrade: it waits under a ticket, upd-N
 * unstage TICKET          reason
 * canary ""               as update, percent (1 to 99), bound (percentage points, 10)
 * rollback PLUGIN         ends a trial, or goes back to the release before
 * renew PLUGIN            what was given of high risk lasts another 90 days
 * enable PLUGIN           effect, skills (of servers: names with commas, '*', or none)
 * disable PLUGIN
 * pin ID                  effect, skills: what servers offer now is what they may
 * revoke VALUE            kind (plugin version digest publisher key tool), mode (hard soft), reason, compromisedSince
 * revocations.add NAME    location, key (PEM blocks), threshold, and one of publisher, namespace, everything=true
 * revocations.remove NAME
 * revocations.refresh NAME
 * revocations.import ""   upload
 * revocations.lift ID     reason, alone=true
 * trust.add NAME          key (PEM blocks), namespace and beside (names with commas), level, role, threshold
 * trust.remove NAME
 * trust.level NAME        level
 * trust.rekey NAME        statement (a DSSE envelope that old and new keys signed)
 * trust.replace NAME      key (PEM blocks), threshold; takes two operators
 * secret.set NAME         for (HOST[:PORT]), in (header:H, query:Q or env), plugin; the value is {@link Consent}'s secret
 * secret.remove NAME      plugin
 * approve ID              digest, session=true, uses, until, reason
 * deny ID                 reason
 * approval.revoke ID      reason
 * approval.reconcile ID   happened (true false), reason
 * resume NAME             kind (caller plugin), reason
 * policy.add policy       effect, target, caller, id
 * policy.apply policy     yaml
 * policy.rollback policy  version
 * hold.add NAME           reason, from, to (times, or nothing)
 * hold.remove NAME        reason
 * prune log               before (a time, or 90d)
 * disclose RECORD         field
 * redact NAME             kind (caller record), reason
 * session.clear NAME
 * client.add NAME         hash (sha256:HEX of the token, which the command line makes and keeps), sees (patterns of
 *                         targets, with commas), readOnly=true, search=true, bareNames=true, wait (such as 90s, 2m)
 * client.rotate NAME      hash
 * client.remove NAME
 * </pre>
 *
 * @param object what it is about: a plugin's, publisher's, client's or secret's name, an approval's id
 * @param with the action's parameters by name; values are text
 */
public record Request(String action, String object, Map<String, String> with) {}

/**
 * The operator API, as records that JSON-B binds on both sides. It is HTTP over a Unix domain socket, {@code admin.sock}
 * in the data directory, and over TLS for operators elsewhere who show an {@link dev.polar.adminapi.OperatorToken}; a
 * refusal is a {@link dev.polar.adminapi.Problem} with a status of 400 or more.
 *
 * <pre>
 * GET  /v1/status                      Status
 * GET  /v1/doctor                      List of Check
 * GET  /v1/keys                        Keys
 * GET  /v1/plugins                     List of PluginRow
 * GET  /v1/plugins/NAME                PluginDetail
 * GET  /v1/diff/NAME?to=VERSION|live   ReleaseDiff
 * GET  /v1/lock                        LockText
 * GET  /v1/verify[/NAME]               List of Check
 * GET  /v1/tools?all=                  List of ToolRow
 * GET  /v1/trust[/NAME]                List of PublisherRow
 * GET  /v1/operators                   List of OperatorRow
 * GET  /v1/revocations                 List of RevocationRow
 * GET  /v1/freshness                   List of FreshnessRow
 * GET  /v1/approvals                   List of ApprovalRow
 * GET  /v1/approvals/ID                ApprovalDetail
 * GET  /v1/clients  /v1/secrets        List of ClientRow, SecretRow
 * GET  /v1/policy                      List of RuleRow
 * GET  /v1/policy/text?version=        PolicyText
 * GET  /v1/policy/history              List of PolicyRow
 * POST /v1/policy/test                 PolicyTrial -> List of CaseRow
 * POST /v1/policy/explain              ExplainRequest -> Explained
 * GET  /v1/sessions                    List of SessionRow
 * GET  /v1/limits?all=                 List of LimitRow
 * GET  /v1/policy/suggest?since=&amp;caller=   Suggested
 * POST /v1/policy/replay               ReplayRequest -> Replayed
 * GET  /v1/audit?from=&amp;to=&amp;plugin=&amp;caller=&amp;decision=&amp;trace=&amp;approval=&amp;limit=    List of AuditRow
 * POST /v1/audit/export                ExportRequest -> Exported
 * POST /v1/audit/copy                  ExportRequest -> ExportCopy
 * POST /v1/backup                      BackupRequest -> BackedUp
 * POST /v1/uploads                     bytes -> Uploaded
 * POST /v1/plans                       Request -> Plan
 * POST /v1/consents                    Consent -> Done
 * POST /v1/calls                       CallRequest -> CallReply
 * POST /v1/weblinks[/guest]            -> WebLink
 * POST /v1/down                        -> Done
 * </pre>
 *
 * <p>Nothing changes without an operator's signature: a {@link dev.polar.adminapi.Request} becomes a {@link
 * dev.polar.adminapi.Plan}, whose statement the command line shows and signs, and the {@link
 * dev.polar.adminapi.Consent} carries it out if it is still exactly what would be done.
 */
@NullMarked
package dev.polar.adminapi;

import org.jspecify.annotations.NullMarked;

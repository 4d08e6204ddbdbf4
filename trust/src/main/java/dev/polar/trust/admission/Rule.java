package dev.polar.trust.admission;

import static dev.polar.trust.admission.Moment.ENABLE;

import dev.polar.spi.Code;
import dev.polar.spi.Refusal;
import dev.polar.trust.packages.FormerKeys;
import dev.polar.trust.revocation.Revocation.Kind;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Everything that must hold, in the order in which it is asked. */
enum Rule {
    /** First, so that nothing else has to hold for code in development to stay where it is. */
    DEVELOPMENT_APART {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return trust.development()
                    ? unless(
                            facts.level() == Level.DEV || facts.level() == Level.REMOTE,
                            Code.DEV_INSTALLATION,
                            "this is a development installation, in which nothing has level "
                                    + facts.level().label(),
                            "install it on a host that was started without --dev")
                    : unless(
                            facts.level() != Level.DEV,
                            Code.DEV_INSTALLATION,
                            "code of level dev runs in development installations alone",
                            "polar dev, or have it signed by a publisher who is enrolled here");
        }
    },
    PUBLISHER_ENROLLED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            var publisher = trust.publishers().get(facts.publisher());
            if (publisher != null && !publisher.signedBy(facts.signers())) {
                var former = publisher.formerly(facts.signers());
                if (former.isPresent()) {
                    return formerly(former.get(), facts, trust);
                }
            }
            return unless(
                    publisher != null && publisher.signedBy(facts.signers()),
                    Code.PUBLISHER_UNKNOWN,
                    "publisher '" + facts.publisher() + "' is not enrolled with the signing key",
                    "polar trust list");
        }
    },
    NAMESPACE_OWNED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            var publisher = trust.publishers().get(facts.publisher());
            var owned = publisher == null || publisher.owns(facts.plugin().namespace());
            return unless(
                    owned,
                    Code.NAMESPACE_FORBIDDEN,
                    "namespace '" + facts.plugin().namespace() + "' does not belong to publisher '" + facts.publisher()
                            + "'",
                    "polar trust show " + facts.publisher());
        }
    },
    KEY_NOT_REVOKED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return trust.revocations().naming(facts, Kind.KEY, now).map(entry -> entry.refusal(Code.KEY_REVOKED));
        }
    },
    PUBLISHER_NOT_REVOKED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return trust.revocations()
                    .naming(facts, Kind.PUBLISHER, now)
                    .map(entry -> entry.refusal(Code.PUBLISHER_REVOKED));
        }
    },
    PLUGIN_NOT_REVOKED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return trust.revocations().naming(facts, Kind.PLUGIN, now).map(entry -> entry.refusal(Code.PLUGIN_REVOKED));
        }
    },
    VERSION_NOT_REVOKED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return trust.revocations()
                    .naming(facts, Kind.VERSION, now)
                    .map(entry -> entry.refusal(Code.PLUGIN_REVOKED));
        }
    },
    DIGEST_NOT_REVOKED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return trust.revocations().naming(facts, Kind.DIGEST, now).map(entry -> entry.refusal(Code.PLUGIN_REVOKED));
        }
    },
    EPOCH_REACHED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            int floor = trust.floors().getOrDefault(facts.plugin(), 0);
            return unless(
                    facts.epoch() >= floor,
                    Code.ROLLBACK_EPOCH,
                    "epoch " + facts.epoch() + " is below the floor " + floor + " that an enabled release set",
                    "ask the publisher for a release with epoch " + floor + " or more");
        }
    },
    VERSION_NOT_REUSED {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            var first = trust.releases().getOrDefault(facts.plugin() + "@" + facts.version(), facts.content());
            return unless(
                    facts.level() == Level.DEV || first.equals(facts.content()),
                    Code.VERSION_REUSED,
                    "this version was seen before with content " + first,
                    "raise the version");
        }
    },
    LEVEL_PERMITS {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return facts.requested().permissions().stream()
                    .filter(permission -> !Levels.mayHold(facts.level(), permission))
                    .findFirst()
                    .map(permission -> new Refusal(
                            Code.PERMISSION_DENIED,
                            "level " + facts.level().label() + " never gets " + permission,
                            "ask the publisher for a release without it"));
        }
    },
    /** Not asked at install: a package may be there before the machine can confine it. */
    CONFINABLE(ENABLE, Moment.LOAD, Moment.CALL, Moment.TRUST_CHANGED) {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            if (facts.placement() != Placement.CONFINED) {
                return Optional.empty();
            }
            return trust.confinement()
                    .map(why -> new Refusal(
                            Code.ISOLATION_UNAVAILABLE,
                            why,
                            "apt-get install bubblewrap, then 'polar doctor'"
                                    + (facts.mayRunIn(Placement.HOST)
                                            ? "; or, if you trust its code with all of this machine, install it --in-host"
                                            : "")));
        }
    },
    /** Not asked at install: letting it in again is what begins its time anew. */
    DEVELOPMENT_LASTS(ENABLE, Moment.LOAD, Moment.CALL, Moment.TRUST_CHANGED) {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return Optional.ofNullable(trust.approvals().get(facts.content()))
                    .map(approval -> Admission.lasts(approval, trust))
                    .filter(until -> !now.isBefore(until))
                    .map(until -> new Refusal(
                            Code.DEV_EXPIRED,
                            "what is let in for development lasts " + Approval.DEVELOPMENT_LASTS.toHours()
                                    + " hours, which ended at " + until,
                            "install it again: polar dev, or polar install DIR"));
        }
    },
    /** Asked where something new would come in; what runs already has a grace of its own. */
    LISTS_CURRENT(Moment.INSTALL, ENABLE) {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return fresh(trust.freshness().expires(), now);
        }
    },
    /** Asked of what is in; what would come in is asked for current lists. */
    TRUST_FRESH(Moment.LOAD, Moment.CALL, Moment.TRUST_CHANGED) {
        @Override
        Optional<Refusal> check(Facts facts, TrustState trust, Instant now) {
            return fresh(trust.freshness().until(facts.level()), now);
        }
    };

    /** What was approved goes on with the keys it came with, unless those are lost; nothing new comes in with them. */
    private static Optional<Refusal> formerly(FormerKeys keys, Facts facts, TrustState trust) {
        return unless(
                !keys.lost() && trust.approvals().containsKey(facts.content()),
                Code.SIGNER_CHANGED,
                "publisher '" + facts.publisher() + "' has other keys now than the ones that signed this",
                "get the release signed with its present keys, look at who signed it, and install or update to that");
    }

    private final Set<Moment> moments;

    Rule(Moment... moments) {
        this.moments = moments.length == 0 ? EnumSet.allOf(Moment.class) : EnumSet.copyOf(Arrays.asList(moments));
    }

    abstract Optional<Refusal> check(Facts facts, TrustState trust, Instant now);

    boolean applies(Moment moment) {
        return moments.contains(moment);
    }

    private static Optional<Refusal> fresh(Instant until, Instant now) {
        return unless(
                now.isBefore(until),
                Code.TRUST_STALE,
                "trust data ran out at " + until,
                "polar freshness shows which list ran out");
    }

    private static Optional<Refusal> unless(boolean holds, Code code, String message, String hint) {
        return holds ? Optional.empty() : Optional.of(new Refusal(code, message, hint));
    }
}

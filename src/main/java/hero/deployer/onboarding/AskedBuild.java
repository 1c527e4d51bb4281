package hero.deployer.onboarding;

import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.JsonBody;

/**
 * Which build an instance gets; may be left out altogether.
 *
 * @param build a version, for this instance alone: its organization stands on what it stood on. Left out, the organization's present one
 */
@JsonBody.Optional
record AskedBuild(@Nullable @Size(min = 1, max = 64) String build) {}

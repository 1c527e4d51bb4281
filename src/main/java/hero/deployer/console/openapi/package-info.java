/**
 * What the API's description tells beyond the routes and records themselves, for people and for generated clients. It runs in the build
 * and never while the deployer serves. Start at {@link hero.deployer.console.openapi.ApiDescription}.
 */
@NullMarked
package hero.deployer.console.openapi;

import org.jspecify.annotations.NullMarked;

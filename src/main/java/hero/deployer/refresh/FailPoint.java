package hero.deployer.refresh;

/** Named places before and after every effect and commit, where tests break off a turn; in production nothing happens there. */
interface FailPoint {
    void at(String name, String refresh);
}

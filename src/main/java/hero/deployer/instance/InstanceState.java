package hero.deployer.instance;

/** Where an instance stands on its way. */
public enum InstanceState {
    REGISTERED,
    PROVISIONING,
    PROVISIONED,
    INSTALLING,
    READY,
    FAILED,
    REMOVING
}

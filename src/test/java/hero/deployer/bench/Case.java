package hero.deployer.bench;

/** One case of the bench: prepared once, measured several times, told of by the medians. */
interface Case extends AutoCloseable {
    /** Starts what it needs and warms it up. */
    void prepare(Lab lab) throws Exception;

    /** One measurement of everything the report needs. */
    Sample measure(Lab lab) throws Exception;

    void report(Sample medians, Table table);

    @Override
    default void close() throws Exception {}
}

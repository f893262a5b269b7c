package org.garner.embedded;

import java.nio.file.Path;

/** A process that takes a data folder, says so, and lives until it is killed. */
final class FolderOwner {
    private FolderOwner() {}

    public static void main(String[] arguments) throws Exception {
        DataFolder.claim(Path.of(arguments[0]));
        System.out.println("pid " + ProcessHandle.current().pid());
        Thread.sleep(Long.MAX_VALUE);
    }
}

// What Java's MappedByteBuffer does: java Mapped.java CASE FOLDER prints one line.
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.nio.file.StandardOpenOption;

class Mapped {
  static final int PAGE = 4096;
  static Path path;

  static MappedByteBuffer map(MapMode mode, long size) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return file.map(mode, 0, size);
    }
  }

  static MappedByteBuffer mapped(MapMode mode, long size) throws IOException {
    var bytes = new byte[4 * PAGE];
    Arrays.fill(bytes, (byte) 7);
    Files.write(path, bytes);
    return map(mode, size);
  }

  static void truncate(long size) throws IOException {
    try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
      file.truncate(size);
    }
  }

  static MappedByteBuffer truncated() throws IOException {
    var buffer = mapped(MapMode.READ_WRITE, 4 * PAGE);
    truncate(0);
    return buffer;
  }

  static MappedByteBuffer full() throws IOException {
    Files.write(path, new byte[0]);
    var buffer = map(MapMode.READ_WRITE, 4 * PAGE); // makes the file longer, by a hole
    try (var filler = Files.newOutputStream(path.resolveSibling("filler"))) {
      for (;;) filler.write(new byte[PAGE]);
    } catch (IOException error) {
      return buffer;
    }
  }

  static Object run(String name) throws IOException {
    switch (name) {
      case "truncated get":
        return truncated().get(PAGE);
      case "truncated set":
        return truncated().put(PAGE, (byte) 1);
      case "full disk set":
        return full().put(PAGE, (byte) 1);
      case "read-only set":
        return mapped(MapMode.READ_ONLY, 4 * PAGE).put(0, (byte) 1);
      case "past the end":
        mapped(MapMode.READ_WRITE, 5 * PAGE);
        return "the file has " + Files.size(path) + " bytes now";
      default:
        throw new IllegalArgumentException(name);
    }
  }

  public static void main(String[] arguments) throws IOException {
    path = Path.of(arguments[1], "mapped");
    try {
      System.out.println(run(arguments[0]));
    } catch (RuntimeException | InternalError error) {
      System.out.println(error);
    }
  }
}

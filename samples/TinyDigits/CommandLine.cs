using System.Globalization;

namespace TinyDigits;

/// <summary>Something is wrong with the command line.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>What was asked for. Read by hand, as there is little to read, and a library would have to be compiled in.</summary>
internal sealed class CommandLine
{
    public const string Help = """
        Reads handwritten digits from image files (PNG, JPEG, BMP, PGM): one digit each, of any size, dark on light or light on dark.

          TinyDigits [--show] IMAGE...    prints each digit and how sure it is of it; --show also what it sees, and all ten outputs
          TinyDigits train [options]      trains the network and prints the SHA-256 of its weights and biases
              --data FOLDER               MNIST's four files, or a folder mnist with them; default: COMPILEDNET_DATA, else digits it draws itself
              --epochs N                  how often to go over the images; default 30
              --images N                  only the first N of them
              --seed N                    where the random numbers start; default 1
              --out FILE                  where to save the network (safetensors)
          TinyDigits test [--data FOLDER] how many of the test images it reads rightly
          TinyDigits time [--seconds N]   how long a prediction and a training step take: the least of what is measured in 2 s for each

        Exit code: 0; 1 if a file cannot be read or written; 2 if the command line is wrong.

        """;

    private static readonly string[] Flags = ["--show"];

    private readonly Dictionary<string, string> _options = [];

    private CommandLine(List<string> files) => Files = files;

    /// <summary>What is no option.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Reads what comes behind the command.</summary>
    /// <param name="arguments">The words.</param>
    /// <param name="files">Whether names of files are expected.</param>
    /// <param name="options">The options there are.</param>
    /// <exception cref="UsageException">A word is not expected, or a value is missing.</exception>
    public static CommandLine Parse(string[] arguments, bool files, params string[] options)
    {
        CommandLine line = new([]);
        List<string> names = (List<string>)line.Files;
        for (int i = 0; i < arguments.Length; i++)
        {
            string word = arguments[i];
            if (word == "--" && files)
            {
                names.AddRange(arguments[(i + 1)..]);
                break;
            }

            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                names.Add(files ? word : throw new UsageException($"'{word}' is not expected here."));
            }
            else if (!options.Contains(word))
            {
                throw new UsageException($"There is no option {word}; expected {string.Join(", ", options)}.");
            }
            else if (!line._options.TryAdd(word, Flags.Contains(word) ? string.Empty : ++i < arguments.Length ? arguments[i] : throw new UsageException($"{word} has no value.")))
            {
                throw new UsageException($"{word} is there twice.");
            }
        }

        return files && names.Count == 0 ? throw new UsageException("There is no image to read; expected the name of at least one file.") : line;
    }

    /// <summary>Whether a flag is set.</summary>
    public bool Has(string option) => _options.ContainsKey(option);

    /// <summary>The value of an option; null without it.</summary>
    public string? Text(string option) => _options.GetValueOrDefault(option);

    /// <summary>The value of an option that is a whole number.</summary>
    /// <exception cref="UsageException">It is none, or less than the least.</exception>
    public int Number(string option, int least, int otherwise) => Text(option) is not { } text
        ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw new UsageException($"{option} is '{text}'; expected a whole number{(least == int.MinValue ? string.Empty : $" of at least {least}")}.");
}

namespace DeAI.Chain.Cli.Commands.Keys;

/// <summary>A public key as an argument: 64 hexadecimal digits, or the path of a keystore.</summary>
internal static class KeyReference
{
    public static PublicKey Parse(string text)
    {
        if (PublicKey.TryParse(text, out PublicKey key) && !key.IsDefault)
        {
            return key;
        }

        return File.Exists(text)
            ? KeyFiles.Read(text).PublicKey
            : throw CliException.Usage($"'{text}' is neither a public key of 64 hexadecimal digits nor a keystore", "deai keys show FILE prints a public key");
    }
}

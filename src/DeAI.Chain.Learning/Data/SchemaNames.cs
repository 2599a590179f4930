namespace DeAI.Chain.Learning.Data;

/// <summary>One spelling for every name: homoglyphs, case and spaces cannot hide a word from the lists of forbidden fields.</summary>
internal static class SchemaNames
{
    /// <summary>Lower snake case: starts with a letter, no leading, trailing or doubled underscore.</summary>
    public static bool IsName(string? name, int maxLength)
    {
        if (string.IsNullOrEmpty(name) || name.Length > maxLength || !char.IsAsciiLetterLower(name[0]) || name[^1] == '_')
        {
            return false;
        }

        for (int i = 1; i < name.Length; i++)
        {
            bool underscore = name[i] == '_';
            if ((underscore && name[i - 1] == '_') || (!underscore && !char.IsAsciiLetterLower(name[i]) && !char.IsAsciiDigit(name[i])))
            {
                return false;
            }
        }

        return true;
    }
}

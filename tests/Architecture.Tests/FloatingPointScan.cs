using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace DeAI.Chain.Architecture.Tests;

/// <summary>Walks every method's instructions, and every field, parameter and local, for 32 and 64 bit floats.</summary>
internal static class FloatingPointScan
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(static field => (OpCode)field.GetValue(null)!)
        .ToDictionary(static code => unchecked((ushort)code.Value));

    private static readonly HashSet<string> FloatOpCodes = new(StringComparer.Ordinal)
    {
        "ldc.r4", "ldc.r8", "conv.r4", "conv.r8", "conv.r.un", "ldelem.r4", "ldelem.r8", "stelem.r4", "stelem.r8", "ldind.r4", "ldind.r8",
        "stind.r4", "stind.r8", "ckfinite",
    };

    public static IEnumerable<string> Scan(string path)
    {
        using PEReader file = new(File.OpenRead(path));
        MetadataReader metadata = file.GetMetadataReader();
        List<string> found = [];
        foreach (FieldDefinitionHandle handle in metadata.FieldDefinitions)
        {
            FieldDefinition field = metadata.GetFieldDefinition(handle);
            if (field.DecodeSignature(FloatFinder.Instance, null))
            {
                found.Add($"{Path.GetFileName(path)}: field {metadata.GetString(field.Name)}");
            }
        }

        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (UsesFloats(file, metadata, method))
            {
                string type = metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name);
                found.Add($"{Path.GetFileName(path)}: {type}.{metadata.GetString(method.Name)}");
            }
        }

        return found;
    }

    private static bool UsesFloats(PEReader file, MetadataReader metadata, MethodDefinition method)
    {
        MethodSignature<bool> signature = method.DecodeSignature(FloatFinder.Instance, null);
        if (signature.ReturnType || signature.ParameterTypes.Any(static isFloat => isFloat))
        {
            return true;
        }

        if (method.RelativeVirtualAddress == 0)
        {
            return false;
        }

        MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
        bool locals = !body.LocalSignature.IsNil
            && metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(FloatFinder.Instance, null).Any(static isFloat => isFloat);
        return locals || HasFloatInstruction(body.GetILReader());
    }

    private static bool HasFloatInstruction(BlobReader code)
    {
        while (code.RemainingBytes > 0)
        {
            ushort value = code.ReadByte();
            value = value == 0xfe ? (ushort)(0xfe00 | code.ReadByte()) : value;
            OpCode opCode = OpCodesByValue[value];
            if (FloatOpCodes.Contains(opCode.Name!))
            {
                return true;
            }

            Skip(ref code, opCode.OperandType);
        }

        return false;
    }

    private static void Skip(ref BlobReader code, OperandType operand)
    {
        int length = operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => code.ReadInt32() * 4,
            _ => 4,
        };
        code.Offset += length;
    }
}

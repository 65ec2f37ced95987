using System.Reflection;
using System.Reflection.Emit;

namespace ActorGaze.Tests.Actors;

/// <summary>A case that a union does not have: as if a newer version had added one. C# lets nobody write it, so it is made.</summary>
internal static class Foreign
{
    /// <summary>A nested-looking, instantiable subtype of an abstract record; to be had uninitialised.</summary>
    public static Type CaseOf(Type union)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Foreign"), AssemblyBuilderAccess.Run);
        var type = assembly.DefineDynamicModule("Foreign").DefineType("Newer", TypeAttributes.Public, union);
        foreach (var missing in union.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(m => m.IsAbstract))
        {
            var body = type.DefineMethod(
                missing.Name, (missing.Attributes & ~MethodAttributes.Abstract & ~MethodAttributes.NewSlot) | MethodAttributes.Virtual, missing.ReturnType,
                [.. missing.GetParameters().Select(p => p.ParameterType)]).GetILGenerator();
            body.Emit(OpCodes.Ldnull);
            body.Emit(OpCodes.Ret);
        }

        return type.CreateType();
    }
}
